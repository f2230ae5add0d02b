package io.jenkins.plugins.branchgate.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One pattern of a {@code .dockerignore} as a nondeterministic automaton: a match looks at each character of a path once,
 * with the set of all states that are possible there, so that no pattern makes it try again and again. The cost is at most
 * the pattern's length times the path's.
 */
final class IgnorePattern {

    /** After a leading {@code **}: then the pattern is simply how a path ends. */
    private static final Pattern LITERAL = Pattern.compile("[^/*?\\[\\\\][^*?\\[\\\\]*");

    /** What a match costs is told while it runs, so that it can be ended. */
    @FunctionalInterface
    interface Cost {
        void spend(long states) throws IOException;
    }

    private enum Kind {
        /** One of some characters, or none of them. */
        CHARACTERS,
        /** {@code *}: any number of characters of a name. */
        IN_NAME,
        /** {@code **} at an end: anything. */
        ANYTHING,
        /** {@code **}: nothing, or what the next state reads. */
        FOLDERS,
        /** Inside of {@code **}: anything that ends with a slash. */
        IN_FOLDERS
    }

    /** @param ranges pairs of first and last character */
    private record State(Kind kind, int[] ranges, boolean negated) {

        static State of(Kind kind) {
            return new State(kind, new int[0], false);
        }

        boolean reads(int character) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (ranges[i] <= character && character <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private final List<State> states;

    private IgnorePattern(List<State> states) {
        this.states = List.copyOf(states);
    }

    /**
     * @param pattern without empty names, and no slash at either end
     * @throws IllegalArgumentException if Docker would not understand it
     */
    static IgnorePattern parse(String pattern) {
        var states = new ArrayList<State>();
        int[] text = pattern.codePoints().toArray();
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            if (c == '*' && i + 1 < text.length && text[i + 1] == '*') {
                boolean anyBeginning =
                        i == 0 && LITERAL.matcher(pattern.substring(2)).matches();
                i += i + 2 < text.length && text[i + 2] == '/' ? 2 : 1;
                if (anyBeginning || i + 1 == text.length) {
                    states.add(State.of(Kind.ANYTHING));
                } else {
                    states.add(State.of(Kind.FOLDERS));
                    states.add(State.of(Kind.IN_FOLDERS));
                }
            } else if (c == '*') {
                states.add(State.of(Kind.IN_NAME));
            } else if (c == '?') {
                states.add(new State(Kind.CHARACTERS, new int[] {'/', '/'}, true));
            } else if (c == '[') {
                i = characterClass(text, i, states);
            } else {
                if (c == '\\' && ++i == text.length) {
                    throw new IllegalArgumentException("nothing after \\");
                }
                states.add(new State(Kind.CHARACTERS, new int[] {text[i], text[i]}, false));
            }
        }
        return new IgnorePattern(states);
    }

    /** {@code [a-z]} or {@code [^a-z]}; returns where it ends. */
    private static int characterClass(int[] text, int open, List<State> states) {
        int i = open + 1;
        boolean negated = i < text.length && text[i] == '^';
        if (negated) {
            i++;
        }
        var ranges = new ArrayList<Integer>();
        while (i < text.length && text[i] != ']') {
            i += text[i] == '\\' ? 1 : 0;
            int first = at(text, i++);
            int last = first;
            if (i + 1 < text.length && text[i] == '-' && text[i + 1] != ']') {
                i += text[i + 1] == '\\' ? 2 : 1;
                last = at(text, i++);
            }
            if (last < first) {
                throw new IllegalArgumentException("a range that ends before it begins");
            }
            ranges.add(first);
            ranges.add(last);
        }
        if (ranges.isEmpty() || i >= text.length) {
            throw new IllegalArgumentException("unfinished [");
        }
        states.add(new State(
                Kind.CHARACTERS, ranges.stream().mapToInt(Integer::intValue).toArray(), negated));
        return i;
    }

    private static int at(int[] text, int i) {
        if (i >= text.length) {
            throw new IllegalArgumentException("unfinished [");
        }
        return text[i];
    }

    /** True if the pattern matches the path itself or any folder above it. */
    boolean matches(int[] path, Cost cost) throws IOException {
        var possible = new Possible();
        possible.begin();
        possible.add(0);
        for (int at = 0; at < path.length; at++) {
            if (path[at] == '/' && at > 0 && possible.has(states.size())) {
                return true;
            }
            if (possible.size == 0) {
                return false;
            }
            cost.spend(possible.size);
            possible.read(path[at]);
        }
        return path.length > 0 && possible.has(states.size());
    }

    /** The states that are possible after the characters read so far. */
    private final class Possible {
        private int[] now = new int[states.size() + 1];
        private int[] before = new int[states.size() + 1];
        private final int[] addedIn = new int[states.size() + 1];
        private int generation;
        private int size;

        void begin() {
            int[] swapped = before;
            before = now;
            now = swapped;
            size = 0;
            generation++;
        }

        boolean has(int state) {
            return addedIn[state] == generation;
        }

        /** The state, and those that are reached from it without reading anything. */
        void add(int first) {
            int state = first;
            while (!has(state)) {
                addedIn[state] = generation;
                now[size++] = state;
                if (state == states.size()) {
                    return;
                }
                switch (states.get(state).kind()) {
                    case IN_NAME, ANYTHING -> state++;
                    case FOLDERS -> {
                        add(state + 1); // which reaches no further by itself
                        state += 2;
                    }
                    default -> {
                        return;
                    }
                }
            }
        }

        void read(int character) {
            int many = size;
            begin();
            for (int i = 0; i < many; i++) {
                int state = before[i];
                if (state == states.size()) {
                    continue;
                }
                switch (states.get(state).kind()) {
                    case CHARACTERS -> {
                        if (states.get(state).reads(character)) {
                            add(state + 1);
                        }
                    }
                    case IN_NAME -> {
                        if (character != '/') {
                            add(state);
                        }
                    }
                    case ANYTHING -> add(state);
                    case IN_FOLDERS -> {
                        add(state);
                        if (character == '/') {
                            add(state + 1);
                        }
                    }
                    case FOLDERS -> {
                        // reads nothing itself
                    }
                }
            }
        }
    }
}
