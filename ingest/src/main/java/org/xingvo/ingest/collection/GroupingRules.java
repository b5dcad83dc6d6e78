package org.xingvo.ingest.collection;

/**
 * How files become collections. Immutable.
 *
 * @param similarity layouts at least so similar ({@link Layout#similarity}) are one group, 0 to 1
 * @param minFiles smaller groups become one collection of leftovers for each folder and kind
 * @param maxColumns most columns made of keywords in one table
 * @param maxLeftoverColumns the same for collections of leftovers
 */
public record GroupingRules(double similarity, int minFiles, int maxColumns, int maxLeftoverColumns) {
    public static final GroupingRules DEFAULT = new GroupingRules(0.4, 3, 300, 100);
}
