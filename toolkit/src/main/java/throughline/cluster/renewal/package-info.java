/// Where the time of a job goes that fails again and again, when all that is known are means: how often it fails, how
/// often it saves, and how long it takes to notice, to find the cause and to start again.
package throughline.cluster.renewal;
