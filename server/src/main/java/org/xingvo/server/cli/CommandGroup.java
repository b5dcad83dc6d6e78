package org.xingvo.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others: alone, it prints which. */
abstract class CommandGroup implements Runnable {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public final void run() {
        spec.commandLine().usage(System.out);
    }
}
