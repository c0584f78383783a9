package throughline.notebook;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.display.DisplayData;

/// The rapaio kernel.
final class RapaioDisplay implements Display {
    @Override
    public void show(Bundle bundle) {
        Uninterrupted.run(() -> MainApp.kernel.display(data(bundle)));
    }

    @Override
    public Slot slot() {
        String id = UUID.randomUUID().toString();
        AtomicBoolean shown = new AtomicBoolean();
        return (now, last) -> {
            DisplayData data = data(now);
            data.setDisplayId(id);
            if (shown.compareAndSet(false, true)) {
                Uninterrupted.run(() -> MainApp.kernel.display(data));
            } else {
                Uninterrupted.run(() -> MainApp.kernel.updateDisplay(data));
            }
        };
    }

    static DisplayData data(Bundle bundle) {
        DisplayData data = DisplayData.fromText(bundle.text());
        bundle.data().forEach((mime, content) -> data.putData(mime, (Object) content));
        bundle.metadata().forEach(data::putMetaData);
        return data;
    }
}
