package org.xingvo.vospace.transfer;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.tree.SharedLinks;
import org.xingvo.vospace.tree.SharedLinks.SharedLink;
import org.xingvo.vospace.tree.Tree;

/**
 * Addresses that users hand out: {@code /files/link:{secret}/path}. Who has one may do what its maker may do at that
 * moment, with one node and one verb, until it is over, used up or revoked. Thread-safe.
 */
public final class HandedOut implements Negotiator.PublicShares {
    /** First characters of the path segment that holds the secret. */
    public static final String PREFIX = "link:";

    /** How long an address is good if its maker does not say. */
    public static final Duration STANDARD = Duration.ofDays(30);

    private static final int SECRET_BYTES = 18;
    private static final int MOST_OF_USER = 10_000;
    private static final int MOST_LABEL = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Tree tree;
    private final SharedLinks links;
    private final Duration longest;
    private final InstantSource clock;

    public HandedOut(Tree tree, SharedLinks links, Duration longest, InstantSource clock) {
        this.tree = tree;
        this.links = links;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param writes true: one may upload; false: one may read
     * @param good how long; null: as usual
     * @param uses how often; null: any number of times
     */
    public record Wish(
            RequestPath path,
            boolean writes,
            @Nullable Duration good,
            @Nullable Integer uses,
            String label) {}

    /**
     * A new address.
     *
     * @param path from the slash on; shown this once
     */
    public record Made(SharedLink link, String path) {}

    /** Makes an address of what the viewer may do itself. */
    public Made make(Viewer viewer, Wish wish) {
        String user = viewer.caller().user();
        if (user == null) {
            throw VospaceFault.denied(viewer, "an address is made by a user");
        }
        // It would go on when the token has ended.
        if (!viewer.caller().writes()) {
            throw VospaceFault.denied(viewer, "the token is for reading: expected one of scope write or admin");
        }
        Duration good = wish.good() == null ? STANDARD : wish.good();
        if (good.toSeconds() < 1 || good.compareTo(longest) > 0) {
            throw VospaceFault.invalidArgument("expires: expected 1 to " + longest.toSeconds() + " seconds from now");
        }
        if (wish.uses() != null && wish.uses() < 1) {
            throw VospaceFault.invalidArgument("uses: expected 1 or more, found " + wish.uses());
        }
        if (wish.label().length() > MOST_LABEL) {
            throw VospaceFault.invalidArgument("label: expected at most " + MOST_LABEL + " characters, found more");
        }
        if (wish.writes()) {
            tree.place(viewer, wish.path(), TransferJobs.nonce());
        } else {
            Node node = tree.get(viewer, wish.path());
            if (!node.type().holdsBytes()) {
                throw VospaceFault.invalidArgument(wish.path().plain() + ": expected a DataNode, found a "
                        + node.type().xmlName());
            }
        }
        Instant now = clock.instant();
        if (links.count(user, now) >= MOST_OF_USER) {
            throw VospaceFault.invalidArgument(
                    "links: expected at most " + MOST_OF_USER + " in force, found as many; revoke some");
        }
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        SharedLink link = new SharedLink(
                Jobs.freshId(),
                user,
                wish.path(),
                wish.writes(),
                wish.label(),
                now,
                now.plus(good),
                wish.uses(),
                0,
                null);
        links.create(link, secret, viewer.caller());
        return new Made(link, "/files/" + PREFIX + secret + wish.path().encoded());
    }

    @Override
    public String share(Viewer viewer, RequestPath path) {
        Node node = tree.get(viewer, path);
        if (viewer.isAnonymous() && node.access().isPublic()) {
            return "/files" + path.encoded();
        }
        return make(viewer, new Wish(path, false, null, null, "public share")).path();
    }

    /** The addresses of a user that are in force, the youngest first. */
    public List<SharedLink> of(Viewer viewer) {
        String user = viewer.caller().user();
        if (user == null) {
            throw VospaceFault.denied(viewer, "addresses belong to users");
        }
        return links.of(user, clock.instant(), MOST_OF_USER);
    }

    /** Ends an address of the viewer's own; an operator's word ends anybody's. */
    public void revoke(Viewer viewer, String id) {
        String user = viewer.caller().user();
        if (user == null && !viewer.caller().operator()) {
            throw VospaceFault.denied(viewer, "addresses belong to users");
        }
        if (!links.revoke(id, viewer.caller().operator() ? null : user, viewer.caller())) {
            throw new VospaceFault(VospaceFault.Kind.NODE_NOT_FOUND, "there is no such link");
        }
    }

    /** The address behind a secret, if it is in force and for that path. */
    public Optional<SharedLink> find(String secret, RequestPath path) {
        return links.find(secret, clock.instant()).filter(link -> link.path().equals(path));
    }

    /** Takes one use; false: there is none left. */
    public boolean use(SharedLink link) {
        return links.use(link.id(), clock.instant());
    }

    /** Forgets what has been over for a day; returns how many. */
    public int sweep() {
        return links.forget(clock.instant().minus(Duration.ofDays(1)));
    }
}
