package io.jenkins.plugins.branchgate.jenkins.harness;

import hudson.cli.CLICommandInvoker;
import hudson.model.Item;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;

/**
 * Tries entries as each of six people, and says what each was answered. The environment belongs to the job {@code shop}; the
 * owner of another folder has everything in there and nothing elsewhere; the administrator shows that an entry that all
 * others are refused is there at all.
 *
 * @param shop the owner
 * @param mine the job of the other folder's owner
 * @param words what a row's placeholders stand for
 */
record EntryTable(JenkinsRule jenkins, WorkflowJob shop, WorkflowJob mine, Map<String, String> words) {

    /** The columns. */
    enum Person {
        ANONYMOUS(null),
        READER(Staff.READER),
        DEVELOPER(Staff.DEVELOPER),
        QA(Staff.APPROVER),
        OTHER("olaf"),
        ADMIN(Staff.ADMIN);

        private final String user;

        Person(String user) {
            this.user = user;
        }

        Visitor visitor(JenkinsRule jenkins) throws Exception {
            return user == null ? Visitor.anonymous(jenkins) : Visitor.of(jenkins, user);
        }

        /** All of them, logged in once. */
        static Map<Person, Visitor> visitors(JenkinsRule jenkins) throws Exception {
            var visitors = new EnumMap<Person, Visitor>(Person.class);
            for (var person : values()) {
                visitors.put(person, person.visitor(jenkins));
            }
            return visitors;
        }
    }

    /** What a build wrote that tells how far it came. */
    private static final Map<String, String> OUTCOMES = Map.of(
            "lacks the permission", "lacking",
            "belongs to shop", "not-theirs",
            "No target of the name", "let-on",
            "it can go back to no other release", "let-on",
            "Decide here", "asked");

    static EntryTable of(JenkinsRule jenkins, Map<String, String> words) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        var shop = jenkins.createProject(WorkflowJob.class, "shop");
        var other = jenkins.createProject(MockFolder.class, "other");
        var mine = other.createProject(WorkflowJob.class, "mine");
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(Person.ADMIN.user)
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to(Person.READER.user, Person.DEVELOPER.user, Person.QA.user)
                .grant(Item.BUILD, Item.CANCEL, BranchGatePermissions.DEPLOY)
                .everywhere()
                .to(Person.DEVELOPER.user)
                .grant(BranchGatePermissions.APPROVE)
                .everywhere()
                .to(Person.QA.user)
                .grant(
                        Item.READ,
                        Item.BUILD,
                        Item.CONFIGURE,
                        Item.DELETE,
                        Item.EXTENDED_READ,
                        BranchGatePermissions.APPROVE,
                        BranchGatePermissions.DEPLOY,
                        BranchGatePermissions.ROLLBACK,
                        BranchGatePermissions.OVERRIDE,
                        BranchGatePermissions.LOGS)
                .onFolders(other)
                .to(Person.OTHER.user));
        return new EntryTable(jenkins, shop, mine, words);
    }

    /**
     * Tries a table's rows in order: a verb, what it is done to, and after a bar the answer for each person; a dash leaves
     * one out.
     */
    void check(String table) throws Exception {
        List<Executable> rows = new ArrayList<>();
        var visitors = Person.visitors(jenkins);
        for (var line : table.lines().toList()) {
            var parts = line.split("\\|");
            var expected = parts[1].strip().split("\\s+");
            var answers = new ArrayList<String>();
            for (var person : Person.values()) {
                answers.add(
                        expected[person.ordinal()].equals("-")
                                ? "-"
                                : answer(person, visitors.get(person), parts[0].strip()));
            }
            rows.add(() -> Assertions.assertEquals(
                    List.of(expected), answers, parts[0].strip() + ": " + Arrays.toString(Person.values())));
        }
        visitors.values().forEach(Visitor::close);
        Assertions.assertAll(rows);
    }

    private String answer(Person person, Visitor visitor, String row) {
        String filled = row;
        for (var word : words.entrySet()) {
            filled = filled.replace("{" + word.getKey() + "}", word.getValue());
        }
        var parts = filled.split(" ", 3);
        var arguments = parts.length < 3 ? new String[0] : parts[2].split(" ");
        try {
            return switch (parts[0]) {
                case "GET" -> status(visitor.get(parts[1]));
                case "SEE" -> seen(visitor.get(parts[1]));
                case "POST" -> status(visitor.call(parts[1], fields(arguments)));
                case "RUN" -> run(person, parts[1], arguments);
                case "STEP" -> step(person, visitor, filled.substring("STEP ".length()));
                default -> throw new IllegalArgumentException(row);
            };
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static String status(WebResponse answer) {
        return Integer.toString(answer.getStatusCode());
    }

    /** Whether a page that everybody gets shows what is only for some. */
    private String seen(WebResponse answer) {
        return answer.getStatusCode() != 200
                ? status(answer)
                : answer.getContentAsString().contains(words.get("secret")) ? "shown" : "hidden";
    }

    private static String[] fields(String[] arguments) {
        return Arrays.stream(arguments)
                .flatMap(each -> Arrays.stream(each.split("=", 2)))
                .toArray(String[]::new);
    }

    private String run(Person person, String command, String[] arguments) {
        var invoker = new CLICommandInvoker(jenkins, command);
        var result = (person.user == null ? invoker : invoker.asUser(person.user)).invokeWithArgs(arguments);
        if (!command.equals("branch-gate-list")) {
            return Integer.toString(result.returnCode());
        }
        return result.stdout().contains(words.get("secret")) ? "shown" : "hidden";
    }

    /** The other folder's owner writes it into the own job, all others into the one that owns the environment. */
    private String step(Person person, Visitor visitor, String script) throws Exception {
        var job = person == Person.OTHER ? mine : shop;
        job.setDefinition(new CpsFlowDefinition(script, true));
        int number = job.getNextBuildNumber();
        var answer = visitor.post(job.getUrl() + "build", "delay", "0sec");
        if (answer.getStatusCode() >= 400) {
            return status(answer);
        }
        Await.until("the build", () -> job.getBuildByNumber(number) != null);
        String log = JenkinsRule.getLog(jenkins.waitForCompletion(job.getBuildByNumber(number)));
        return OUTCOMES.entrySet().stream()
                .filter(each -> log.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(log);
    }
}
