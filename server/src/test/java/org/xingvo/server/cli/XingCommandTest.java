package org.xingvo.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class XingCommandTest {
    /** Two options of one name in any command keep all of them from starting. */
    @Test
    void everyCommandHasHelpAndSaysWhatItIsFor() {
        check(new CommandLine(new XingCommand()), "xing");
    }

    private static void check(CommandLine command, String name) {
        assertThat(command.getUsageMessage()).as(name).contains("Usage: " + name);
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(name)
                .isNotEmpty();
        command.getSubcommands().forEach((word, each) -> check(each, name + " " + word));
    }
}
