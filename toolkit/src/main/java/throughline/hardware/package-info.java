/// What operations cost on machines, as trees of terms that explain themselves.
package throughline.hardware;
