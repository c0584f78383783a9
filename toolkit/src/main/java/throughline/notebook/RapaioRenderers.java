package throughline.notebook;

import java.util.List;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/// Makes the value of a cell's last expression look as [Notebook#show] shows it. Without it, rapaio sends everything
/// as unescaped HTML. Found by rapaio through `ServiceLoader`.
public final class RapaioRenderers implements DisplayProvider {
    /// Called by `ServiceLoader`.
    public RapaioRenderers() {}

    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return List.of(new OfAnything());
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    /// Where a cell asks for a MIME type itself, rapaio keeps its say.
    private static final class OfAnything implements DisplayRenderer {
        @Override
        public Class<?> rendererClass() {
            return Object.class;
        }

        @Override
        public boolean canRender(String mime) {
            return mime == null;
        }

        @Override
        public DisplayData render(String mime, Object value) {
            return RapaioDisplay.data(Bundle.of(value));
        }
    }
}
