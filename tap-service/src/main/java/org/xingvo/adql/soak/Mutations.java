package org.xingvo.adql.soak;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.xingvo.adql.Adql;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.CompileOptions;

/**
 * Damages queries and compiles them: each is refused or compiled within a second of processor time, the place named in a refusal is the
 * place of what was found there, and the undamaged query is accepted.
 */
public final class Mutations {
    private static final long NANOS = 1_000_000_000L;
    /** Processor time: a machine with other work makes everybody wait. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            ",",
            ".",
            "*",
            "'",
            "\"",
            "--",
            "/*",
            "-",
            "+",
            "/",
            "%",
            "||",
            "=",
            "<",
            ";",
            "[",
            "]",
            "1",
            "1e",
            "0.5",
            "SELECT ",
            " FROM ",
            " WHERE ",
            " AND ",
            " NOT ",
            " NULL ",
            " IN ",
            " LIKE ",
            " GROUP BY ",
            " ORDER BY ",
            " objects ",
            " id ",
            " ra ",
            "dec",
            " name ",
            " AS ",
            " JOIN ",
            " USING ",
            "POINT(",
            "CIRCLE(",
            "CONTAINS(",
            "POLYGON(",
            "COUNT(*)",
            "MAX(",
            "CASE ",
            " END ",
            " UNION ",
            "IN_UNIT(",
            "ivo_hasword(",
            "\n",
            "\r\n",
            "\t",
            "\u0000",
            "é",
            "\ud800",
            "\ud83c\udf0c",
            "?",
            "$1",
            "\\",
            "9999999999999999999",
            "1e999");

    private final Random random;
    private final Catalogue catalogue;
    private final CompileOptions options;
    private final Map<Category, Long> refusals = new TreeMap<>();
    private long compiled;
    private long slowest;

    public Mutations(long seed, Catalogue catalogue, CompileOptions options) {
        this.random = new Random(seed);
        this.catalogue = catalogue;
        this.options = options;
    }

    /**
     * What became of them.
     *
     * @param resolved compiled, or refused for what they mean
     * @param slowest of one query, milliseconds of processor time
     */
    public record Result(long compiled, long resolved, long refused, Map<Category, Long> refusals, double slowest) {
        public Result {
            refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
        }

        public double resolvedShare() {
            return (double) resolved / (compiled + refused);
        }
    }

    /**
     * Damages a number of queries, each of the given ones again and again.
     *
     * @throws AssertionError what went wrong and with which query
     */
    public Result run(List<String> queries, long count) {
        for (String query : queries) {
            judge(query, true);
        }
        compiled = 0;
        refusals.clear();
        for (long i = 0; i < count; i++) {
            judge(damaged(queries), false);
        }
        long refused = refusals.values().stream().mapToLong(Long::longValue).sum();
        long syntax = refusals.getOrDefault(Category.SYNTAX, 0L);
        return new Result(compiled, compiled + refused - syntax, refused, refusals, slowest / 1e6);
    }

    private void judge(String query, boolean mustCompile) {
        long start = THREADS.getCurrentThreadCpuTime();
        AdqlException refusal = null;
        try {
            if (Adql.compile(query, catalogue, options).columns().isEmpty()) {
                throw new AssertionError("no columns: " + query);
            }
            compiled++;
        } catch (AdqlException e) {
            refusal = e;
            refusals.merge(e.category(), 1L, Long::sum);
        } catch (RuntimeException e) {
            throw new AssertionError("crash: " + query, e);
        }
        long time = THREADS.getCurrentThreadCpuTime() - start;
        slowest = Math.max(slowest, time);
        if (time > NANOS) {
            throw new AssertionError("took %.1f s: %s".formatted(time / 1e9, query));
        }
        if (refusal != null) {
            if (mustCompile) {
                throw new AssertionError("refused: " + query + ": " + refusal.getMessage(), refusal);
            }
            checkPlace(query, refusal);
        }
    }

    private static void checkPlace(String query, AdqlException e) {
        List<String> lines = lines(query);
        if (e.line() < 1
                || e.line() > lines.size()
                || e.column() < 1
                || e.column() > lines.get(e.line() - 1).length() + 1) {
            throw new AssertionError("no such place: " + e.getMessage() + ": " + query);
        }
        String there = lines.get(e.line() - 1).substring(e.column() - 1);
        String found = e.found();
        boolean shown = e.category() == Category.SYNTAX
                && !found.isEmpty()
                && !found.endsWith("...")
                && !found.startsWith("U+")
                && !found.startsWith("'")
                && !found.startsWith("\"")
                && !found.equals("end of query");
        if (shown && !there.startsWith(found)) {
            throw new AssertionError("other text at the place: " + e.getMessage() + ": " + query);
        }
        if (found.equals("end of query")
                && String.valueOf(e.getMessage()).startsWith("Syntax error")
                && !onlySpace(query, e)) {
            throw new AssertionError("not the end: " + e.getMessage() + ": " + query);
        }
    }

    /** Does nothing but white space, a semicolon and comments follow? */
    private static boolean onlySpace(String query, AdqlException e) {
        List<String> lines = lines(query);
        StringBuilder rest = new StringBuilder(lines.get(e.line() - 1).substring(e.column() - 1));
        for (String line : lines.subList(e.line(), lines.size())) {
            rest.append('\n').append(line);
        }
        return rest.toString().replaceAll("--[^\n]*", "").isBlank();
    }

    /** As the lexer counts them: line feeds alone end a line. */
    private static List<String> lines(String query) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = query.indexOf('\n'); end >= 0; end = query.indexOf('\n', start)) {
            lines.add(query.substring(start, end));
            start = end + 1;
        }
        lines.add(query.substring(start));
        return lines;
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String damaged(List<String> queries) {
        StringBuilder text = new StringBuilder(any(queries));
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            if (random.nextInt(3) > 0) {
                exchangeWord(text, any(queries));
                continue;
            }
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, any(PIECES));
                case 2 -> text.replace(at, end, any(PIECES));
                case 3 -> text.insert(at, text.substring(at, end));
                case 4 -> text.insert(at, any(PIECES).repeat(1 + random.nextInt(300)));
                default -> text.replace(at, end, any(queries));
            }
        }
        return text.toString();
    }

    /** A word by one of another query, or a number by another. */
    private void exchangeWord(StringBuilder text, String other) {
        List<MatchResult> words = WORD.matcher(text).results().toList();
        if (words.isEmpty()) {
            return;
        }
        MatchResult word = words.get(random.nextInt(words.size()));
        List<String> fitting = WORD.matcher(other)
                .results()
                .map(MatchResult::group)
                .filter(w -> alike(w, word.group()))
                .toList();
        if (!fitting.isEmpty()) {
            text.replace(word.start(), word.end(), any(fitting));
        }
    }

    private static boolean alike(String a, String b) {
        return Character.isDigit(a.charAt(0)) == Character.isDigit(b.charAt(0))
                && Character.isUpperCase(a.charAt(0)) == Character.isUpperCase(b.charAt(0));
    }
}
