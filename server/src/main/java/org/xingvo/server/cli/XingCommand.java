package org.xingvo.server.cli;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.server.ServerConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command {@code xing} itself: help, version, and the one place where failures become sentences. */
@Command(
        name = "xing",
        description = "From a folder of FITS files to a Virtual Observatory service.",
        mixinStandardHelpOptions = true,
        versionProvider = XingCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "  lc cc sc bc  short for collection list, create, show, backup",
            "  uf df        short for file put, get",
            "  ud dd        short for dir put, get",
            "  xing test    runs the test suite, with the set-up it needs"
        },
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            PublishCommand.class,
            LoadCommand.class,
            IngestCommand.class,
            ServeCommand.class,
            WatchCommand.class,
            QueueCommand.class,
            RejectsCommand.class,
            CollectionCommand.class,
            FileCommand.class,
            DirCommand.class,
            UserCommand.class,
            TokenCommand.class,
            GroupCommand.class,
            AuditCommand.class,
            AdqlCommand.class,
            DbCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            SoakCommand.class,
            HelpCommand.class
        })
public final class XingCommand implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(XingCommand.class);

    /** Runs a command line; failures are one sentence on stderr. Returns the exit code. */
    public static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new XingCommand());
        shortForms(commandLine);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Failure) {
                System.err.println("xing: " + failure.getMessage());
            } else {
                log.error("Unexpected failure", failure);
                System.err.println("xing: unexpected failure: " + failure.getMessage()
                        + ". The log has the details; please report it.");
            }
            return 1;
        });
        return commandLine.execute(arguments);
    }

    private static void shortForms(CommandLine commandLine) {
        Map<String, Object> forms = new TreeMap<>();
        forms.put("lc", new CollectionCommand.ListCommand());
        forms.put("cc", new CollectionCreate());
        forms.put("sc", new CollectionCare.Show());
        forms.put("bc", new CopyCommands.Backup());
        forms.put("uf", new FileCommand.Put());
        forms.put("df", new FileCommand.Get());
        forms.put("ud", new DirCommand.Put());
        forms.put("dd", new DirCommand.Get());
        forms.forEach((name, command) -> {
            CommandLine form = new CommandLine(command);
            form.getCommandSpec().usageMessage().hidden(true);
            commandLine.addSubcommand(name, form);
        });
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {ServerConfig.PRODUCT + " " + ServerConfig.VERSION};
        }
    }
}
