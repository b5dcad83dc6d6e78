package org.xingvo.adql.ast;

/**
 * A name as written.
 *
 * @param text without quotes
 * @param delimited it stood in double quotes, so case matters
 */
public record Identifier(String text, boolean delimited, Position at) {
    /** As it can be written again. */
    public String written() {
        return delimited ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
