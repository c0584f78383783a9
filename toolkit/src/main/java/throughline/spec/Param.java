package throughline.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes one parameter of a model: a component of a specification record. The record's constructor hands its values
/// to [Spec#check].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /// What it is, in a few words.
    String value();

    /// The unit that the stored number has, such as `h`; empty for a pure number.
    String unit() default "";

    /// The least value allowed.
    double min() default Double.NEGATIVE_INFINITY;

    /// The greatest value allowed.
    double max() default Double.POSITIVE_INFINITY;
}
