package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class PythonTest {
    @BeforeEach
    void needsPython() {
        assumeFalse(Python.run("print(1)", Cancel.NEVER).startsWith("There is no Python"), "no Python here");
    }

    @Test
    void givesWhatWasPrinted() {
        assertThat(Python.run("for i in range(3):\n    print(i, 'µ')", Cancel.NEVER))
                .isEqualToNormalizingNewlines("0 µ\n1 µ\n2 µ");
    }

    @Test
    void findsItsArguments() {
        assertThat(Python.run("import sys\nprint(sys.argv[1:])", Cancel.NEVER, 3, "it's"))
                .isEqualTo("['3', \"it's\"]");
    }

    @Test
    void aTalkativeScriptDoesNotStop() {
        assertThat(Python.run("print('x' * 1_000_000)", Cancel.NEVER)).hasSize(1_000_000);
    }

    @Test
    void aMissingModuleIsNoFailure() {
        assertThat(Python.run("import no_such_module", Cancel.NEVER)).contains("no_such_module", "environment.yml");
    }

    @Test
    void anErrorIsTold() {
        assertThatThrownBy(() -> Python.run("1 / 0", Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("ZeroDivisionError");
    }

    @Test
    void anErrorIsToldWhole() {
        assertThatThrownBy(() -> Python.run("raise ValueError('first\\nsecond')", Cancel.NEVER))
                .hasMessage("Python: ValueError: first\nsecond");
        assertThatThrownBy(() -> Python.run("from json import lods", Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("lods");
        assertThatThrownBy(() -> Python.run("x = (", Cancel.NEVER)).hasMessageContaining("SyntaxError");
    }

    @Test
    void anyBytesAndAnyFilesAreNoFailure() {
        assertThat(Python.run("import sys\nsys.stdout.buffer.write(b'a\\xffb')", Cancel.NEVER))
                .startsWith("a")
                .endsWith("b");
        assertThat(Python.run(
                        "import os, sys\nopen(os.path.dirname(sys.argv[0]) + '/mine', 'w')\nprint(1)", Cancel.NEVER))
                .isEqualTo("1");
        assertThatThrownBy(() -> Python.run("print(1)", Cancel.NEVER, "a\0b")).isInstanceOf(BadInput.class);
    }

    @Test
    void endsWithTheCancel() {
        assertThatThrownBy(() -> Python.run("while True: pass", cancelled())).isInstanceOf(CancellationException.class);
    }

    private static Cancel cancelled() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        return cancel;
    }
}
