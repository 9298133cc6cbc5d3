def log = new File(basedir, 'build.log').readLines()
def manifest = new File(basedir, 'src/main/appc/manifest').path

assert log.contains("[ERROR] ${manifest}:[7,15] label \"version\" is already at /labels/0 [label-names-are-unique]" as String)
assert log.contains('[ERROR]     no two labels of a list have the same name (MUST, since 0.2.0: spec/aci.md#image-manifest-schema)')
assert log.any { it.contains('Failed to execute goal org.appctoolkit:appc-maven-plugin') && it.contains(':validate (default) on project broken: 1 error, 0 warnings, 0 infos in 1 file') }
assert log.contains("[ERROR]     ${manifest}:[7,15] label \"version\" is already at /labels/0 [label-names-are-unique]" as String)
assert log.contains('[ERROR] mvn appc:explain -Dappc.rule=ID tells more of the rule in the brackets')
assert !log.any { it.contains('Exception:') }
