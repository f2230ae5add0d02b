package io.jenkins.plugins.branchgate.gate;

/** How the security realm tells users and groups apart. Safe from any thread. */
public interface IdComparison {

    /** Upper and lower case are different. */
    IdComparison EXACT = new IdComparison() {
        @Override
        public boolean sameUser(String one, String other) {
            return one.equals(other);
        }

        @Override
        public boolean sameGroup(String one, String other) {
            return one.equals(other);
        }
    };

    /** Upper and lower case are the same. */
    IdComparison IGNORING_CASE = new IdComparison() {
        @Override
        public boolean sameUser(String one, String other) {
            return one.equalsIgnoreCase(other);
        }

        @Override
        public boolean sameGroup(String one, String other) {
            return one.equalsIgnoreCase(other);
        }
    };

    /** True if two user ids mean one user. */
    boolean sameUser(String one, String other);

    /** True if two group names mean one group. */
    boolean sameGroup(String one, String other);
}
