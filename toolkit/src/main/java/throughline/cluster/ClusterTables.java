package throughline.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.data.Schema;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.spec.Spec;

/// The tables of a run.
final class ClusterTables {
    private ClusterTables() {}

    static List<Schema> all() {
        return List.of(steps(), collectives(), transport(), links(), gpu(), jobs(), events(), labels(), runs());
    }

    private static Column run() {
        return new Column("run", Type.INT, "", "number of the run");
    }

    private static Column time(String name, String about) {
        return new Column(name, Type.DOUBLE, "s", about);
    }

    static Schema steps() {
        return new Schema(
                "steps",
                "A training step that was completed, in the order of completion; one that was done again after a"
                        + " failure stands there again.",
                List.of(
                        run(),
                        new Column("step", Type.LONG, "", "number, from 0"),
                        new Column("attempt", Type.INT, "", "starts of the job before this step, from 0"),
                        time("t_start", "since the start of the run"),
                        time("t_end", "since the start of the run"),
                        new Column("loss", Type.DOUBLE, "nats", "training loss of a token: a scaling law with noise"),
                        new Column("tokens", Type.LONG, "", "tokens of the step"),
                        new Column("tflops", Type.DOUBLE, "TFLOP/s", "of a GPU, counted as the model needs them"),
                        new Column(
                                "compute_ms", Type.DOUBLE, "ms", "work, bubble and exchanges of the slowest replica"),
                        new Column(
                                "comm_exposed_ms",
                                Type.DOUBLE,
                                "ms",
                                "exchange of the replicas beside which nothing goes on, waiting for links in it"),
                        new Column(
                                "ckpt_stall_ms", Type.DOUBLE, "ms", "standing still for a checkpoint after the step"),
                        new Column("slowest_rank", Type.INT, "", "the rank that all others waited for")));
    }

    static Schema collectives() {
        return new Schema(
                "collectives",
                "An exchange as a rank saw it, all of one kind in a step together: who waits least is whom the others"
                        + " wait for. The exchange that a job hangs in has no end. Unless the detail is by rank, there is one row a step, that of the slowest rank.",
                List.of(
                        run(),
                        time("t", "end of the step, since the start of the run"),
                        new Column("comm_id", Type.INT, "", "number of the group of ranks among those of its kind"),
                        new Column("op", Type.TEXT, "", "tensor, pipeline or data: what the ranks of the group split"),
                        new Column("bytes", Type.LONG, "B", "that the rank gave"),
                        new Column("rank", Type.INT, "", "from 0"),
                        time("launch", "when the rank came to it, since the start of the run; NaN when it never did"),
                        new Column("wait_us", Type.LONG, "us", "until the last of the group came"),
                        time("end", "when it was done, since the start of the run; NaN when it hangs"),
                        new Column("busbw_gbps", Type.DOUBLE, "Gbit/s", "bus bandwidth")));
    }

    static Schema transport() {
        return new Schema(
                "transport",
                "Messages from one rank to another in a sampling time; only where the detail is by rank. Replicas"
                        + " exchange in several rings, each in another order, as libraries of collectives do.",
                List.of(
                        run(),
                        time("t", "since the start of the run"),
                        new Column("comm_id", Type.INT, "", "number of the group of replicas, as in collectives"),
                        new Column("src", Type.INT, "", "rank that sends"),
                        new Column("dst", Type.INT, "", "rank that receives"),
                        new Column("messages", Type.INT, "", "sent in the sampling time"),
                        new Column("bytes", Type.LONG, "B", "sent in the sampling time"),
                        new Column("delay_us", Type.DOUBLE, "us", "from the start of a message to its end, mean")));
    }

    static Schema links() {
        return new Schema(
                "links",
                "A card of a node, or all cards of one where the detail is by node, in a sampling time; of nodes of the"
                        + " job, and only when something is wrong with one where the detail is by node.",
                List.of(
                        run(),
                        time("t", "since the start of the run"),
                        new Column("link", Type.TEXT, "", "node and card, as in n12.c3"),
                        new Column("gbps", Type.DOUBLE, "Gbit/s", "sent, mean of the sampling time"),
                        new Column("queue_kb", Type.DOUBLE, "kB", "waiting to be sent"),
                        new Column("errors", Type.INT, "", "symbols and packets that were wrong or lost")));
    }

    static Schema gpu() {
        return new Schema(
                "gpu",
                "Sensors of a GPU, or the mean of a node's where the detail is by node. Samples come late, and some are"
                        + " lost: their rows are missing.",
                List.of(
                        run(),
                        time("t", "since the start of the run"),
                        new Column("node", Type.INT, "", "physical node, spares and other people's among them"),
                        new Column("gpu", Type.INT, "", "of the node, or -1 for all of them"),
                        new Column("util", Type.INT, "%", "time in which some kernel runs; 100 in a hang as well"),
                        new Column("sm_active", Type.INT, "%", "multiprocessors at work"),
                        new Column("tensor_active", Type.INT, "%", "tensor cores at work"),
                        new Column("fb_used_mib", Type.INT, "MiB", "memory in use"),
                        new Column("power_w", Type.INT, "W", "power"),
                        new Column("temp_c", Type.INT, "degC", "of the chip"),
                        new Column("mem_temp_c", Type.INT, "degC", "of the memory"),
                        new Column("sm_clock_mhz", Type.INT, "MHz", "clock of the multiprocessors"),
                        new Column("xid", Type.INT, "", "the driver's message since the last sample, 0 for none"),
                        new Column("ecc_sbe", Type.INT, "", "errors of one bit so far, corrected"),
                        new Column("ecc_dbe", Type.INT, "", "errors of two bits so far"),
                        new Column("row_remap", Type.INT, "", "rows of memory that were replaced so far")));
    }

    static Schema jobs() {
        return new Schema(
                "jobs",
                "Other people's jobs on nodes beside the training job's, in the order of their ends.",
                List.of(
                        run(),
                        new Column("job", Type.INT, "", "number in the order of submission"),
                        new Column("gpus", Type.INT, "", "that it asked for"),
                        time("submit", "since the start of the run"),
                        time("start", "since the start of the run"),
                        time("end", "since the start of the run"),
                        new Column("state", Type.TEXT, "", "completed, cancelled, failed or node_fail")));
    }

    static Schema events() {
        return new Schema(
                "events",
                "What an operator's log would show, and the faults behind it.",
                List.of(
                        run(),
                        time("t", "since the start of the run"),
                        new Column(
                                "kind",
                                Type.TEXT,
                                "",
                                "fault_start, fault_end, detect, diagnose, isolate, swap, repaired, reinit, resume,"
                                        + " ckpt_begin, ckpt_end, nic_flap or maintenance"),
                        new Column("node", Type.INT, "", "physical node, or -1"),
                        new Column("component", Type.TEXT, "", "category of the fault, or part of the system"),
                        new Column("detail", Type.TEXT, "", "in words")));
    }

    static Schema labels() {
        return new Schema(
                "labels",
                "The truth: a fault that struck a node or the job. For scoring only; no input of a detector.",
                List.of(
                        run(),
                        new Column("fault", Type.INT, "", "number in the order of starts"),
                        new Column("category", Type.TEXT, "", "what broke, as the profile calls it"),
                        new Column("effect", Type.TEXT, "", "crash, hang, slow, degraded_link, flap or silent"),
                        new Column("node", Type.INT, "", "physical node, -1 for the job's program"),
                        new Column("unit", Type.INT, "", "GPU or card of the node, -1 for all of it"),
                        new Column(
                                "severity", Type.DOUBLE, "", "factor of slowness, or share of the rate left; else 0"),
                        time("start", "since the start of the run"),
                        time(
                                "end",
                                "until it had passed, its node was taken out of the job or, beside it, repaired, or the run ended"),
                        new Column("in_job", Type.INT, "", "1 when the node belonged to the job, else 0"),
                        time(
                                "noticed",
                                "when the monitor raised an alarm, or the node was taken out with others; -1 when never")));
    }

    static Schema runs() {
        List<Column> columns = new ArrayList<>();
        columns.add(run());
        columns.add(new Column("seed", Type.LONG, "", "of all random streams of the run"));
        Map<String, Spec.Entry> entries = new LinkedHashMap<>();
        Spec.describe(ClusterSpec.class).forEach(entry -> entries.put(entry.key(), entry));
        Spec.values(ClusterSpec.SMALL).forEach((key, value) -> {
            Spec.Entry entry = entries.get(key);
            columns.add(
                    new Column(key, value instanceof Number ? Type.DOUBLE : Type.TEXT, entry.unit(), entry.about()));
        });
        columns.add(time("step_planned", "a step in which all goes as planned, by the cost model"));
        columns.add(new Column("steps", Type.LONG, "", "steps that were kept"));
        columns.add(new Column("again", Type.LONG, "", "steps that were lost and done again"));
        columns.add(new Column("stops", Type.INT, "", "of the job, planned ones too"));
        for (Spell spell : Spell.values()) {
            columns.add(
                    new Column("h_" + spell.text(), Type.DOUBLE, "h", "time spent on it; all h_ add up to the run"));
        }
        return new Schema("runs", "A run: its parameters, and where its time went.", columns);
    }
}
