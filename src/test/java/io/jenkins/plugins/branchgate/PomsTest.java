package io.jenkins.plugins.branchgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Holds the two builds of one source tree to each other. */
class PomsTest {
    private static final Pom STANDARD = new Pom("pom.xml");
    private static final Pom CENTRAL = new Pom("pom-central.xml");

    @Test
    void bothBuildTheSamePlugin() {
        for (var part : List.of("groupId", "artifactId", "version", "name", "description", "url")) {
            assertEquals(STANDARD.text(part), CENTRAL.text(part), part);
        }
    }

    @Test
    void bothAreForTheSameJenkins() {
        assertEquals(STANDARD.property("jenkins.version"), CENTRAL.property("jenkins.version"));
    }

    /** Other libraries' versions come from the plugins that carry them; those that both name must agree. */
    @Test
    void bothNameTheSameVersions() {
        var shared = new TreeSet<>(STANDARD.properties().keySet());
        shared.retainAll(CENTRAL.properties().keySet());
        assertTrue(shared.contains("archunit.version"), "a property that both have: " + shared);
        for (var property : shared) {
            assertEquals(STANDARD.property(property), CENTRAL.property(property), property);
        }
    }

    @Test
    void theManifestNamesThePluginsThatTheStandardBuildDependsOn() {
        assertEquals(STANDARD.plugins(), pluginDependencies().keySet());
    }

    @Test
    void aPluginIsOptionalInBothOrInNone() {
        var optional = pluginDependencies().entrySet().stream()
                .filter(entry -> entry.getValue().endsWith(";resolution:=optional"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(STANDARD.optionalPlugins(), optional);
    }

    /** An API plugin's version begins with that of the library it carries. */
    @Test
    void librariesHaveTheVersionThatTheirPluginCarries() {
        for (var carried : Map.of(
                        "docker-java-api", "docker-java.version",
                        "jackson2-api", "jackson.version",
                        "commons-compress-api", "commons-compress.version")
                .entrySet()) {
            String plugin = pluginDependencies().get(carried.getKey());
            assertTrue(plugin.startsWith(CENTRAL.property(carried.getValue()) + "-"), plugin);
        }
    }

    /** What the standard build bundles is what the other one puts into the .hpi; HpiTest holds the .hpi to it. */
    @Test
    void whatIsBundledIsDeclaredInBoth() {
        assertEquals(STANDARD.libraries(), CENTRAL.libraries());
    }

    /** The plugin parent brings JUnit and a logger; what else the tests import, the standard build must name too. */
    @Test
    void testsFindTheirLibrariesInBoth() {
        var central = CENTRAL.testLibraries();
        central.removeAll(Set.of("junit-jupiter", "slf4j-jdk14"));
        assertFalse(central.isEmpty());
        assertTrue(STANDARD.testLibraries().containsAll(central), STANDARD.testLibraries() + " lacks of " + central);
    }

    private static Map<String, String> pluginDependencies() {
        var plugins = new TreeMap<String, String>();
        for (var plugin : CENTRAL.property("plugin.dependencies").split(",")) {
            String[] parts = plugin.split(":", 2);
            plugins.put(parts[0], parts[1]);
        }
        return plugins;
    }

    /** The little of a POM that is compared. */
    private static final class Pom {
        private static final List<String> NOT_BUNDLED = List.of("provided", "test", "system");

        private final Element root;

        Pom(String file) {
            try {
                var factory = DocumentBuilderFactory.newInstance();
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                root = factory.newDocumentBuilder().parse(new File(file)).getDocumentElement();
            } catch (Exception e) {
                throw new IllegalStateException(file + " cannot be read", e);
            }
        }

        Map<String, String> properties() {
            var properties = new TreeMap<String, String>();
            children(child(root, "properties")).forEach(p -> properties.put(p.getTagName(), resolve(p)));
            return properties;
        }

        String property(String name) {
            return properties().get(name);
        }

        String text(String name) {
            return resolve(child(root, name));
        }

        /** Artifact ids of the Jenkins plugins among the dependencies that are not for tests. */
        TreeSet<String> plugins() {
            return dependencies().stream()
                    .filter(Pom::isPlugin)
                    .map(d -> child(d, "artifactId").getTextContent())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        TreeSet<String> optionalPlugins() {
            return dependencies().stream()
                    .filter(Pom::isPlugin)
                    .filter(d -> child(d, "optional") != null)
                    .map(d -> child(d, "artifactId").getTextContent())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Dependencies that go into the .hpi, with their versions. */
        TreeMap<String, String> libraries() {
            var libraries = new TreeMap<String, String>();
            for (var dependency : dependencies()) {
                if (!isPlugin(dependency) && child(dependency, "optional") == null) {
                    libraries.put(
                            child(dependency, "artifactId").getTextContent(), resolve(child(dependency, "version")));
                }
            }
            return libraries;
        }

        TreeSet<String> testLibraries() {
            return children(child(root, "dependencies")).stream()
                    .filter(d -> child(d, "scope") != null
                            && child(d, "scope").getTextContent().equals("test"))
                    .map(d -> child(d, "artifactId").getTextContent())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static boolean isPlugin(Element dependency) {
            String group = child(dependency, "groupId").getTextContent();
            return group.startsWith("org.jenkins-ci.plugins")
                    || group.equals("io.jenkins.plugins")
                    || group.equals("io.jenkins");
        }

        private List<Element> dependencies() {
            return children(child(root, "dependencies")).stream()
                    .filter(d -> child(d, "scope") == null
                            || !NOT_BUNDLED.contains(child(d, "scope").getTextContent()))
                    .toList();
        }

        private String resolve(Element element) {
            String text = element.getTextContent().strip();
            for (var name : Arrays.asList("revision", "changelist", "gitHubRepo", "jenkins.baseline")) {
                var property = child(child(root, "properties"), name);
                if (property != null) {
                    text = text.replace("${" + name + "}", property.getTextContent());
                }
            }
            for (var property : children(child(root, "properties"))) {
                text = text.replace("${" + property.getTagName() + "}", property.getTextContent());
            }
            var artifact = child(root, "artifactId");
            return text.replace("${project.artifactId}", artifact.getTextContent());
        }

        private static Element child(Element parent, String name) {
            return children(parent).stream()
                    .filter(c -> c.getTagName().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        private static List<Element> children(Element parent) {
            var elements = new ArrayList<Element>();
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element element) {
                    elements.add(element);
                }
            }
            return elements;
        }
    }
}
