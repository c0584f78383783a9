package throughline.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import throughline.devs.Out;

/// What a model is going to send at once: a transition puts it here, and an output without delay takes it away.
final class Outbox {
    private record Letter<T>(Out<T> port, T value) {
        void send() {
            port.send(value);
        }
    }

    private final Deque<Letter<?>> letters = new ArrayDeque<>();

    <T> void put(Out<T> port, T value) {
        letters.add(new Letter<>(port, value));
    }

    boolean isEmpty() {
        return letters.isEmpty();
    }

    void send() {
        letters.forEach(Letter::send);
    }

    void clear() {
        letters.clear();
    }
}
