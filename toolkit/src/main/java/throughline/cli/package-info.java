/// The Java half of the script `lab`: [throughline.cli.Lab] and one class a command.
package throughline.cli;
