package jenkins.scm;

import hudson.model.Job;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import java.util.List;

public interface RunWithSCM<J extends Job<J, R>, R extends Run<J, R> & RunWithSCM<J, R>> {
    List<ChangeLogSet<? extends ChangeLogSet.Entry>> getChangeSets();
}
