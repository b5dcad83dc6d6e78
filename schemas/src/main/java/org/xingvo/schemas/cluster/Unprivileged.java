package org.xingvo.schemas.cluster;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs are called by this user. PostgreSQL refuses to run as root; there a user namespace takes
 * root's rights away and leaves its files as they are, and where namespaces are forbidden the programs run as another
 * account, which then owns the directory. Immutable.
 *
 * @param prefix what stands before each command
 */
record Unprivileged(List<String> prefix) {
    private static final List<String> ACCOUNTS = List.of("postgres", "nobody");

    Unprivileged {
        prefix = List.copyOf(prefix);
    }

    /** For the directory {@code home}, which exists; its owner changes when an account is used. */
    static Unprivileged detect(Path home) {
        if (new UnixSystem().getUid() != 0) {
            return new Unprivileged(List.of());
        }
        return Program.succeeds(List.of("unshare", "-U", "true")) ? inNamespace() : asAccount(home);
    }

    static Unprivileged inNamespace() {
        return new Unprivileged(List.of("unshare", "-U"));
    }

    static Unprivileged asAccount(Path home) {
        for (String account : ACCOUNTS) {
            List<String> prefix =
                    List.of("setpriv", "--reuid=" + account, "--regid=" + group(account), "--clear-groups");
            if (Program.succeeds(
                    Stream.concat(prefix.stream(), Stream.of("true")).toList())) {
                own(home, account);
                return new Unprivileged(prefix);
            }
        }
        throw new DatabaseUnavailable("The embedded database cannot run as root here, because neither 'unshare -U' nor"
                + " 'setpriv' works: start xing as an ordinary user, or give a database with --db.");
    }

    private static String group(String account) {
        return account.equals("nobody") ? "nogroup" : account;
    }

    private static void own(Path home, String account) {
        try (Stream<Path> files = Files.walk(home)) {
            UserPrincipal owner =
                    home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(account);
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(owner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
