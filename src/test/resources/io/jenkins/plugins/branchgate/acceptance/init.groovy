// Run by Jenkins at its start. The first time it makes the users, what they may do, and the credentials of the site's
// repository, from a file that it then deletes.
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl
import hudson.security.*
import jenkins.model.Jenkins
import jenkins.model.JenkinsLocationConfiguration

def jenkins = Jenkins.get()
def file = new File(jenkins.rootDir, 'setup.properties')
if (!file.exists()) {
    return
}
def setup = new Properties()
file.withInputStream { setup.load(it) }

def realm = new HudsonPrivateSecurityRealm(false, false, null)
setup.findAll { it.key.startsWith('password.') }.each { realm.createAccount(it.key - 'password.', it.value) }
jenkins.securityRealm = realm

def own = PermissionGroup.all.find { it.title.toString() == 'Branch Gate' }
def gate = { String name -> own?.permissions?.find { it.name == name } }
def may = [
    admin: [Jenkins.ADMINISTER],
    qa: [Jenkins.READ, hudson.model.Item.READ, gate('Approve')],
    dev: [Jenkins.READ, hudson.model.Item.READ, hudson.model.Item.BUILD, hudson.model.Item.CANCEL, gate('Deploy')],
]
def matrix = jenkins.pluginManager.uberClassLoader.with { loader ->
    try {
        loader.loadClass('hudson.security.GlobalMatrixAuthorizationStrategy').getConstructor().newInstance()
    } catch (ClassNotFoundException absent) {
        null
    }
}
if (matrix != null) {
    def entry = jenkins.pluginManager.uberClassLoader.loadClass('org.jenkinsci.plugins.matrixauth.PermissionEntry')
    may.each { user, permissions ->
        permissions.findAll { it != null }.each { matrix.add(it, entry.user(user)) }
    }
    jenkins.authorizationStrategy = matrix
} else {
    def everything = new FullControlOnceLoggedInAuthorizationStrategy()
    everything.allowAnonymousRead = false
    jenkins.authorizationStrategy = everything
}

def password = new UsernamePasswordCredentialsImpl(
    CredentialsScope.GLOBAL, 'site-git', 'The site repository', setup['git.user'], setup['git.password'])
SystemCredentialsProvider.instance.credentials.add(password)
SystemCredentialsProvider.instance.save()

jenkins.numExecutors = setup['executors'] as int
JenkinsLocationConfiguration.get().url = setup['url']
jenkins.save()
file.delete()
