package throughline.cluster.rollout;

/// A response on its way, with the times at which things happened to it.
final class Sample {
    final int id;
    final int iteration;
    final int prompt;
    final int tokens;
    int instance = -1;
    /// Of the weights with which it was begun.
    int version;
    /// Of the weights that its gradient was taken at.
    int trainedAt;

    long started;
    long finished;
    long referenced;
    long trained;

    Sample(int id, int iteration, int prompt, int tokens) {
        this.id = id;
        this.iteration = iteration;
        this.prompt = prompt;
        this.tokens = tokens;
    }

    @Override
    public String toString() {
        return "sample %d, %d tokens, weights %d".formatted(id, tokens, version);
    }
}
