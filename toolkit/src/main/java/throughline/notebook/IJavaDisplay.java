package throughline.notebook;

import java.awt.image.BufferedImage;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// IJava, and JJava, which has the same classes in other packages. They are no dependencies of this toolkit, so that
/// their public methods are called by name.
final class IJavaDisplay implements Display {
    /// Asked for by nobody: where a cell names a MIME type itself, the kernel keeps its say.
    private static final String NO_TYPE = "application/x-throughline";

    private final String packageName;
    private final Object kernel;
    private final Object updates;
    private final AtomicInteger cells;

    /// @param packageName of the classes that IJava and JJava share
    /// @param kernel      the running one
    private IJavaDisplay(String packageName, Object kernel) throws ReflectiveOperationException {
        this.packageName = packageName;
        this.kernel = kernel;
        Object io = call(kernel, "getIO");
        this.updates = io.getClass().getField("display").get(io);
        Field count = Class.forName(packageName + ".BaseKernel").getDeclaredField("executionCount");
        count.setAccessible(true);
        this.cells = (AtomicInteger) count.get(kernel);
        renderLastValues();
    }

    static Display ofIJava() {
        return of("io.github.spencerpark.jupyter.kernel", KernelKind.IJAVA.mainClass(), "getKernelInstance");
    }

    static Display ofJJava() {
        String packageName = "org.dflib.jjava.jupyter.kernel";
        return of(packageName, packageName + ".BaseKernel", "notebookKernel");
    }

    private static Display of(String packageName, String holder, String instance) {
        try {
            return new IJavaDisplay(
                    packageName, Class.forName(holder).getMethod(instance).invoke(null));
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    @Override
    public void show(Bundle bundle) {
        Uninterrupted.run(() -> call(kernel, "display", data(bundle)));
    }

    @Override
    public Slot slot() {
        return Display.slot(
                (id, now) -> call(kernel, "display", data(id, now)),
                (id, now) -> call(updates, "updateDisplay", data(id, now)));
    }

    private Object data(String id, Bundle bundle) {
        Object data = data(bundle);
        call(data, "setDisplayId", id);
        return data;
    }

    /// All cells have one stream; the kernel counts them, and tells nobody.
    @Override
    public Object cell() {
        return cells.get();
    }

    /// Makes the value of a cell's last expression look as [Notebook#show] shows it.
    private void renderLastValues() throws ReflectiveOperationException {
        Class<?> function = Class.forName(packageName + ".display.RenderFunction");
        Object render =
                Proxy.newProxyInstance(function.getClassLoader(), new Class<?>[] {function}, (self, method, a) -> {
                    if (method.getName().equals("render")) {
                        fill(call(a[1], "getOutputContainer"), Bundle.of(a[0]));
                    }
                    return null;
                });
        // The kernel takes the first type with a renderer, from the value's class upwards, and has its own for images.
        for (Class<?> type : List.of(Object.class, BufferedImage.class)) {
            Object registration = call(call(kernel, "getRenderer"), "createRegistration", type);
            call(call(registration, "preferring", (Object) new String[] {NO_TYPE}), "register", render);
        }
    }

    private Object data(Bundle bundle) {
        try {
            Object data = Class.forName(packageName + ".display.DisplayData")
                    .getConstructor()
                    .newInstance();
            fill(data, bundle);
            return data;
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    private static void fill(Object data, Bundle bundle) {
        bundle.data().forEach((mime, content) -> call(data, "putData", mime, content));
        bundle.metadata().forEach((mime, content) -> call(data, "putMetaData", mime, content));
    }

    /// Calls the public method that takes these arguments.
    private static Object call(Object target, String name, Object... arguments) {
        try {
            return Arrays.stream(target.getClass().getMethods())
                    .filter(method -> method.getName().equals(name) && takes(method, arguments))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchMethodException(target.getClass() + "." + name))
                    .invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the kernel cannot show this: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    private static boolean takes(Method method, Object... arguments) {
        Class<?>[] types = method.getParameterTypes();
        return types.length == arguments.length
                && IntStream.range(0, types.length).allMatch(i -> types[i].isInstance(arguments[i]));
    }

    private static IllegalStateException unknown(ReflectiveOperationException e) {
        return new IllegalStateException("this kernel lacks what IJava 1.3.0 and JJava 1.0-a7 have: " + e, e);
    }
}
