package org.kohsuke.stapler;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import net.sf.json.JSONObject;

public interface StaplerRequest2 extends HttpServletRequest {
    RequestDispatcher getView(Object it, String viewName) throws IOException;

    void bindJSON(Object bean, JSONObject source);
}
