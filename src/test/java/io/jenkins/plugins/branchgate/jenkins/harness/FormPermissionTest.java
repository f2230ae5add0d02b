package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.model.Descriptor;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironment;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.jenkins.harness.EntryTable.Person;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;

/**
 * What the forms ask the controller while they are filled in: every method of every form of the plugin, found by reflection,
 * asked by each of the six people of {@link EntryTable}. A value that no field takes is given, so that whoever is told
 * anything is told that it is refused; a drop-down tells something if it names a credential or a target of this controller.
 */
@WithJenkins
class FormPermissionTest {
    private static final String REFUSED_BY_ALL = "..\u0000 ~";

    private JenkinsRule jenkins;
    private EntryTable people;

    @BeforeEach
    void controllerWithCredentialsAndATarget(JenkinsRule rule) throws Exception {
        jenkins = rule;
        people = EntryTable.of(jenkins, new HashMap<>());
        var credentials = SystemCredentialsProvider.getInstance();
        for (var scope : List.of(CredentialsScope.SYSTEM, CredentialsScope.GLOBAL)) {
            credentials
                    .getCredentials()
                    .add(new UsernamePasswordCredentialsImpl(
                            scope, "secret-" + scope.name().toLowerCase(Locale.ROOT), null, "jenkins", "x"));
        }
        credentials.save();
        BranchGateConfiguration.get().setTargets(List.of(new ConfiguredTarget("secret-engine")));
    }

    @Test
    void controllersFormsTellAdministratorsOnly() throws Exception {
        check("", Set.of(Person.ADMIN));
    }

    @Test
    void jobsFormsTellThoseWhoMayReadItsConfiguration() throws Exception {
        check("job/shop/", Set.of(Person.ADMIN));
    }

    @Test
    void ownersOfAFolderAreToldInTheirFolderAndNothingOfTheControllersOwnCredentials() throws Exception {
        check("job/other/", Set.of(Person.ADMIN, Person.OTHER));
    }

    @Test
    void nobodyLearnsFromAFoldersFormWhichJobsThereAreOutsideOfIt() throws Exception {
        String check = "job/other/descriptorByName/" + ConfiguredEnvironment.class.getName() + "/checkOwners";
        try (var olaf = Person.OTHER.visitor(jenkins)) {
            String there = olaf.post(check, "value", "shop").getContentAsString();
            String not = olaf.post(check, "value", "shap").getContentAsString();
            assertTrue(there.contains("warning"), there);
            assertEquals(there.replace("shop", "shap"), not);
            assertFalse(olaf.post(check, "value", "mine").getContentAsString().contains("warning"));
        }
    }

    private void check(String where, Set<Person> told) throws Exception {
        var rows = new ArrayList<Executable>();
        var visitors = Person.visitors(jenkins);
        forms().forEach((path, method) -> visitors.forEach((person, visitor) -> rows.add(
                () -> check(visitor, where + path, method, told.contains(person), where + path + " by " + person))));
        assertTrue(rows.size() > 6 * 30, "the forms were found: " + rows.size());
        assertAll(rows);
        visitors.values().forEach(Visitor::close);
    }

    private static void check(Visitor visitor, String path, Method method, boolean told, String row) throws Exception {
        var answer = visitor.post(path, fields(method));
        String text = answer.getContentAsString();
        assertFalse(!told && tells(answer), row + ": " + answer.getStatusCode() + " " + text);
        if (told && method.getName().startsWith("doCheck") && (row.endsWith("ADMIN") || knowsItem(method))) {
            assertTrue(tells(answer), row + ": " + answer.getStatusCode() + " " + text);
        }
        if (!path.startsWith("descriptorByName") || !told) {
            assertFalse(text.contains("secret-system"), row + ": " + text);
        }
        assertTrue(List.of(404, 405).contains(visitor.get(path).getStatusCode()), row + " by a link");
    }

    /** Those of the controller's own forms ask for its permission wherever they are asked. */
    private static boolean knowsItem(Method method) {
        return Arrays.stream(method.getParameters()).anyMatch(each -> each.isAnnotationPresent(AncestorInPath.class));
    }

    private static boolean tells(WebResponse answer) {
        String text = answer.getContentAsString();
        return answer.getStatusCode() == 200 && (text.contains("class=\"error\"") || text.contains("class=error"))
                || text.contains("secret-");
    }

    private static String[] fields(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(each -> each.isAnnotationPresent(QueryParameter.class))
                .map(Parameter::getName)
                .flatMap(name -> Stream.of(name, name.endsWith("CredentialsId") ? "" : REFUSED_BY_ALL))
                .toArray(String[]::new);
    }

    /** By the path below an item's: all that our forms answer. */
    private static Map<String, Method> forms() {
        var found = new TreeMap<String, Method>();
        for (Descriptor<?> descriptor : ExtensionList.lookup(Descriptor.class)) {
            if (descriptor.getClass().getName().startsWith(BranchGate.class.getPackageName())) {
                Arrays.stream(descriptor.getClass().getMethods())
                        .filter(each -> each.getName().matches("do[A-Z].*"))
                        .filter(each ->
                                each.getDeclaringClass().getName().startsWith(BranchGate.class.getPackageName()))
                        .forEach(each -> found.put(
                                descriptor.getDescriptorUrl() + "/"
                                        + each.getName().substring(2, 3).toLowerCase(Locale.ROOT)
                                        + each.getName().substring(3),
                                each));
            }
        }
        return found;
    }
}
