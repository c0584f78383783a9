package throughline.workshop.league;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.HashSet;
import java.util.Set;
import throughline.spec.BadInput;

/// Gives every loop of compiled code an end: each call of a method counts its jumps backwards, and throws
/// [EndlessLoop] when there are too many. A thread cannot be stopped from outside in Java; this stops one from within,
/// after the same number of turns on every machine. What the code calls in libraries is not counted.
///
/// A call that would end the whole process is refused as well: the others' results would be lost with it.
final class LoopLimit implements CodeTransform {
    /// Jumps backwards that one call of a method may make.
    static final int TURNS = 1_000_000;

    private static final ClassDesc ENDLESS = ClassDesc.of(EndlessLoop.class.getName());

    /// As class and method; of [System] and [Runtime].
    private static final Set<String> ENDINGS =
            Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");

    private final Set<Label> passed = new HashSet<>();
    private int turns;

    private LoopLimit() {}

    /// The same class, its loops limited.
    ///
    /// @param hierarchy finds the classes that the code names
    /// @throws BadInput when the code would end the process
    static byte[] limited(byte[] compiled, ClassHierarchyResolver hierarchy) {
        ClassFile file = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
        return file.transformClass(
                file.parse(compiled),
                ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(LoopLimit::new)));
    }

    @Override
    public void atStart(CodeBuilder code) {
        turns = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(turns);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        if (element instanceof LabelTarget target) {
            passed.add(target.label());
        }
        if (element instanceof BranchInstruction branch && passed.contains(branch.target())) {
            count(code);
        }
        if (element instanceof InvokeInstruction call) {
            refuseEnding(call);
        }
        code.with(element);
    }

    private static void refuseEnding(InvokeInstruction call) {
        String named = call.owner().asInternalName() + "." + call.name().stringValue();
        if (ENDINGS.contains(named)) {
            throw new BadInput("calls [%s], which would end the league for all", named.replace('/', '.'));
        }
    }

    private void count(CodeBuilder code) {
        Label goOn = code.newLabel();
        code.iinc(turns, 1)
                .iload(turns)
                .loadConstant(TURNS)
                .if_icmple(goOn)
                .new_(ENDLESS)
                .dup()
                .invokespecial(ENDLESS, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .athrow()
                .labelBinding(goOn);
    }
}
