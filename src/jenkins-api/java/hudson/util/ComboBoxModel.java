package hudson.util;

import java.util.ArrayList;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

public class ComboBoxModel extends ArrayList<String> implements HttpResponse {
    @Override
    public native void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node);
}
