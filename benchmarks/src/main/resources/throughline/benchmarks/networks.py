"""The networks of throughline.learning in PyTorch itself: the same shapes, batches of the same size, one thread.

Reads one network's kind, settings and sizes as JSON from the first argument, and prints as JSON its count of weights and
the least processor time of some training steps, of some forecasts asked for alone, and of some forecasts in a batch,
in seconds.
"""

import json
import math
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)


class Headed(nn.Module):
    """A body's state and the known future, through a linear head that starts at zero."""

    def __init__(self, case, body, state):
        super().__init__()
        self.body = body
        self.head = nn.Linear(state + case["horizon"] * case["known"], case["horizon"])
        nn.init.zeros_(self.head.weight)

    def forward(self, past, ahead):
        return self.head(torch.cat([self.body(past), ahead.flatten(1)], 1))


class Decomposition(nn.Module):
    def __init__(self, case):
        super().__init__()
        lags, kernel = case["lags"], case["kernel"]
        average = torch.zeros(lags, lags)
        for i in range(lags):
            for step in range(i - (kernel - 1) // 2, i - (kernel - 1) // 2 + kernel):
                average[min(max(step, 0), lags - 1), i] += 1 / kernel
        self.register_buffer("average", average)
        self.inputs = case["inputs"]

    def forward(self, past):
        columns = past[:, :, : self.inputs].transpose(1, 2)
        trend = columns @ self.average
        return torch.cat([torch.cat([trend, columns - trend], 2).flatten(1), past[:, -1, self.inputs :]], 1)


class Recurrent(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, past):
        return self.layer(past)[0][:, -1]


class Residual(nn.Module):
    def __init__(self, inputs, channels, kernel, dilation, lags):
        super().__init__()
        self.lags = lags
        pad = (kernel - 1) * dilation
        self.first = nn.Conv1d(inputs, channels, kernel, dilation=dilation, padding=pad)
        self.second = nn.Conv1d(channels, channels, kernel, dilation=dilation, padding=pad)
        self.widened = nn.Identity() if inputs == channels else nn.Conv1d(inputs, channels, 1)

    def forward(self, x):
        y = torch.relu(self.first(x)[:, :, : self.lags])
        y = torch.relu(self.second(y)[:, :, : self.lags])
        return torch.relu(y + self.widened(x))


class Stack(nn.Module):
    def __init__(self, case):
        super().__init__()
        channels, kernel, lags = case["channels"], case["kernel"], case["lags"]
        count = 1
        while 1 + 2 * (kernel - 1) * (2**count - 1) < lags:
            count += 1
        inputs = [case["inputs"] + case["knobs"]] + [channels] * (count - 1)
        self.blocks = nn.Sequential(*(Residual(inputs[i], channels, kernel, 2**i, lags) for i in range(count)))

    def forward(self, past):
        return self.blocks(past.transpose(1, 2))[:, :, -1]


def split(x, heads):
    return x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


def weights(queries, keys, mask=None):
    scores = (queries / math.sqrt(queries.shape[3])) @ keys.transpose(2, 3)
    return torch.softmax(scores if mask is None else scores + mask, -1)


class Encoder(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.width = heads, width
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.asked, self.told = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x):
        queries, keys, values = (split(part, self.heads) for part in self.asked(self.before(x)).chunk(3, 2))
        heard = (weights(queries, keys) @ values).transpose(1, 2).reshape(x.shape)
        y = x + self.told(heard)
        return y + self.narrow(nn.functional.gelu(self.wide(self.between(y))))


class Patches(nn.Module):
    def __init__(self, case):
        super().__init__()
        self.inputs, self.lags = case["inputs"], case["lags"]
        patch = min(case["patch"], self.lags)
        count = (self.lags - patch) // case["stride"] + 1
        self.seen = (count - 1) * case["stride"] + patch
        self.cut = nn.Conv1d(1, case["width"], patch, stride=case["stride"])
        self.position = nn.Parameter(torch.zeros(count, case["width"]))
        self.encoders = nn.Sequential(*(Encoder(case["width"], case["heads"]) for _ in range(case["depth"])))
        self.state = self.inputs * count * case["width"] + case["knobs"]

    def forward(self, past):
        columns = past[:, :, : self.inputs].transpose(1, 2).reshape(-1, 1, self.lags)
        tokens = self.cut(columns[:, :, self.lags - self.seen :]).transpose(1, 2) + self.position
        return torch.cat([self.encoders(tokens).reshape(len(past), -1), past[:, -1, self.inputs :]], 1)


class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.both, self.norm = nn.Linear(width, 2 * width), nn.LayerNorm(width)

    def forward(self, update, x):
        opened, value = self.both(update).chunk(2, 2)
        return self.norm(x + torch.sigmoid(opened) * value)


class GatedResidual(nn.Module):
    def __init__(self, inputs, width, outputs, told):
        super().__init__()
        self.read, self.inner, self.gate = nn.Linear(inputs, width), nn.Linear(width, outputs), Gate(outputs)
        self.context = nn.Linear(width, width, bias=False) if told else None
        self.past = nn.Identity() if inputs == outputs else nn.Linear(inputs, outputs)

    def forward(self, x, context=None):
        a = self.read(x)
        a = a if context is None else a + self.context(context)
        return self.gate(self.inner(nn.functional.elu(a)), self.past(x))


class Selection(nn.Module):
    def __init__(self, variables, width, told):
        super().__init__()
        self.slope = nn.Parameter(torch.randn(variables, width))
        self.level = nn.Parameter(torch.zeros(variables, width))
        self.choice = GatedResidual(variables * width, width, variables, told)

    def forward(self, x, context=None):
        each = x.unsqueeze(3) * self.slope + self.level
        chosen = torch.softmax(self.choice(each.flatten(2), context), -1)
        return (chosen.unsqueeze(2) @ each).squeeze(2)


class LookBack(nn.Module):
    def __init__(self, lags, horizon, width, heads):
        super().__init__()
        self.lags, self.heads = lags, heads
        self.queries, self.keys = nn.Linear(width, width), nn.Linear(width, width)
        self.values, self.told = nn.Linear(width, width // heads), nn.Linear(width // heads, width)
        later = torch.arange(lags + horizon)[None] > torch.arange(lags, lags + horizon)[:, None]
        self.register_buffer("mask", later * -1e9)

    def forward(self, x):
        asked, offered = split(self.queries(x[:, self.lags :]), self.heads), split(self.keys(x), self.heads)
        return self.told(weights(asked, offered, self.mask).mean(1) @ self.values(x))


class Fusion(nn.Module):
    def __init__(self, case):
        super().__init__()
        width = case["width"]
        self.inputs, self.lags = case["inputs"], case["lags"]
        self.context = Selection(case["knobs"], width, False)
        self.state, self.cell = nn.Linear(width, width), nn.Linear(width, width)
        self.past, self.future = Selection(self.inputs, width, True), Selection(case["known"], width, True)
        self.encoder = nn.LSTM(width, width, batch_first=True)
        self.decoder = nn.LSTM(width, width, batch_first=True)
        self.read, self.looked, self.whole = Gate(width), Gate(width), Gate(width)
        self.enriched = GatedResidual(width, width, width, True)
        self.attention = LookBack(self.lags, case["horizon"], width, case["heads"])
        self.thought = GatedResidual(width, width, width, False)
        self.head = nn.Linear(width, 1)
        nn.init.zeros_(self.head.weight)

    def forward(self, past, ahead):
        run = self.context(past[:, -1:, self.inputs :])
        seen, coming = self.past(past[:, :, : self.inputs], run), self.future(ahead, run)
        first = (self.state(run).transpose(0, 1).contiguous(), self.cell(run).transpose(0, 1).contiguous())
        read, last = self.encoder(seen, first)
        local = torch.cat([read, self.decoder(coming, last)[0]], 1)
        local = self.read(local, torch.cat([seen, coming], 1))
        rich = self.enriched(local, run)
        back = self.looked(self.attention(rich), rich[:, self.lags :])
        return self.head(self.whole(self.thought(back), local[:, self.lags :])).squeeze(2)


def network(case):
    kind, features = case["kind"], case["inputs"] + case["knobs"]
    if kind == "dlinear":
        return Headed(case, Decomposition(case), 2 * case["inputs"] * case["lags"] + case["knobs"])
    if kind in ("lstm", "gru"):
        layer = {"lstm": nn.LSTM, "gru": nn.GRU}[kind](features, case["hidden"], batch_first=True)
        return Headed(case, Recurrent(layer), case["hidden"])
    if kind == "tcn":
        return Headed(case, Stack(case), case["channels"])
    if kind == "patch-transformer":
        body = Patches(case)
        return Headed(case, body, body.state)
    return Fusion(case)


def shortest(count, work):
    best = math.inf
    for _ in range(count):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def measured(case):
    torch.manual_seed(1)
    net = network(case)
    adam = torch.optim.Adam(net.parameters(), lr=3e-3)

    def windows(batch):
        past = torch.randn(batch, case["lags"], case["inputs"] + case["knobs"])
        return past, torch.randn(batch, case["horizon"], case["known"]), torch.randn(batch, case["horizon"])

    past, ahead, came = windows(case["batch"])

    def step():
        adam.zero_grad()
        (net(past, ahead) - came).square().mean().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1)
        adam.step()

    def asked(of):
        with torch.no_grad():
            net(of[0], of[1])

    one, many = windows(1), windows(512)
    shortest(3, step)
    return {
        "weights": sum(weight.numel() for weight in net.parameters()),
        "step": shortest(case["steps"], step),
        "alone": shortest(50, lambda: asked(one)),
        "batch": shortest(3, lambda: asked(many)) / 512,
        "version": torch.__version__,
    }


if __name__ == "__main__":
    print(json.dumps(measured(json.loads(sys.argv[1]))))
