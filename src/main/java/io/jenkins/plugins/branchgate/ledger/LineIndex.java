package io.jenkins.plugins.branchgate.ledger;

import java.util.Arrays;

/**
 * Where each entry stands in the file: a few bytes an entry, so that entries need not be kept in memory. Thread-safe.
 */
final class LineIndex {

    private long[] sequences = new long[1024];
    private long[] offsets = new long[1024];
    private int[] lengths = new int[1024];
    private int size;

    /** A line's place. */
    record Place(long sequence, long offset, int length) {}

    /** Adds the next entry; its number is above all before it. */
    synchronized void add(long sequence, long offset, int length) {
        if (size == sequences.length) {
            int more = size * 2;
            sequences = Arrays.copyOf(sequences, more);
            offsets = Arrays.copyOf(offsets, more);
            lengths = Arrays.copyOf(lengths, more);
        }
        sequences[size] = sequence;
        offsets[size] = offset;
        lengths[size] = length;
        size++;
    }

    /** The position of the first entry whose number is at least that. */
    synchronized int find(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, size, sequence);
        return found >= 0 ? found : -found - 1;
    }

    /** The place at a position, null past the end. */
    synchronized Place at(int position) {
        return position < size ? new Place(sequences[position], offsets[position], lengths[position]) : null;
    }
}
