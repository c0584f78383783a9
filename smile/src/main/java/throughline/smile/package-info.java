/// Learners that Smile provides, found by [throughline.learning.Learner] through [java.util.ServiceLoader].
///
/// **Licence.** Smile is GPL-3.0, and so is this module, which contains nothing else. The toolkit is Apache-2.0 and
/// does not link it. Using both together, in a notebook or a study of your own, asks nothing of you. Who *distributes*
/// a program that contains this jar distributes it under the GPL-3.0 as a whole; who wants to ship a program under
/// other terms leaves this jar out, and loses the learners named here and nothing else.
package throughline.smile;
