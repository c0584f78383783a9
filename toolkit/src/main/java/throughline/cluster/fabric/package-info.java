/// The network between the nodes of a job: links of a leaf and spine Clos, routes by hash or by plan, and what rate
/// each flow gets.
package throughline.cluster.fabric;
