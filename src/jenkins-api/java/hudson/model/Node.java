package hudson.model;

import hudson.model.labels.LabelAtom;
import java.util.Set;

public abstract class Node {
    public native Set<LabelAtom> getAssignedLabels();
}
