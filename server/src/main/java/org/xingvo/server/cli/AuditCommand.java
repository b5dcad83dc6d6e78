package org.xingvo.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xing audit}: who did what, when, from where. */
@Command(
        name = "audit",
        description = "Who did what, when, from where; the latest first.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Mixin
    ListOptions list = new ListOptions();

    @Option(names = "--user", paramLabel = "USER", description = "Who did it.")
    @Nullable
    String user;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "What: login.failure, node.move, token.revoke ...; or its first word for all of a kind.")
    @Nullable
    String action;

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            description = "What it was done to: a path, a user, a group; with * at the end, all that begins so.")
    @Nullable
    String subject;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not before: 90m, 12h, 7d, 2026-11-23 or 2026-11-23T05:00:00Z.")
    @Nullable
    String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most events, at most 10000 (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    public void run() {
        Map<String, @Nullable String> wanted = new LinkedHashMap<>();
        wanted.put("user", user);
        wanted.put("action", action);
        wanted.put("subject", subject);
        wanted.put("since", since == null ? null : moment(since, Instant.now()).toString());
        wanted.put("limit", Integer.toString(limit));
        String query = wanted.entrySet().stream()
                .filter(e -> e.getValue() != null)
                .map(e -> e.getKey() + "=" + URLEncoder.encode(String.valueOf(e.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        LiveServer.with(options.config(), server -> list.print(server, "/admin/events?" + query));
    }

    static Instant moment(String text, Instant now) {
        try {
            if (text.matches("[0-9]{1,6}[mhd]")) {
                long number = Long.parseLong(text.substring(0, text.length() - 1));
                return now.minus(
                        switch (text.charAt(text.length() - 1)) {
                            case 'm' -> Duration.ofMinutes(number);
                            case 'h' -> Duration.ofHours(number);
                            default -> Duration.ofDays(number);
                        });
            }
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new Failure(
                    "--since: expected 90m, 12h, 7d, 2026-11-23 or 2026-11-23T05:00:00Z, found '" + text + "'.");
        }
    }
}
