package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A forecaster that follows a rule, and learns nothing but how far the rule is off.
abstract class Stateless extends PointForecaster {
    private final String kind;
    private final String name;
    private final Settings settings;

    Stateless(String kind, String name) {
        this.kind = kind;
        this.name = name;
        settings = new Settings(kind);
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Settings settings() {
        return settings;
    }

    @Override
    protected void learn(Windows train, Windows validation, Cancel cancel, Progress progress) {
        progress.report(1, 1);
    }

    @Override
    protected void writeLearnt(DataOutput out) {}

    @Override
    protected void readLearnt(Task of, DataInput in) {}
}
