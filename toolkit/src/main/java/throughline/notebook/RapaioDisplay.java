package throughline.notebook;

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
        return Display.slot(
                (id, now) -> MainApp.kernel.display(data(id, now)),
                (id, now) -> MainApp.kernel.updateDisplay(data(id, now)));
    }

    private static DisplayData data(String id, Bundle bundle) {
        DisplayData data = data(bundle);
        data.setDisplayId(id);
        return data;
    }

    static DisplayData data(Bundle bundle) {
        DisplayData data = DisplayData.fromText(bundle.text());
        bundle.data().forEach((mime, content) -> data.putData(mime, (Object) content));
        bundle.metadata().forEach(data::putMetaData);
        return data;
    }
}
