import ArgumentParser

/// The options that name a job of a file. ``JobWords`` replaces them by the job's own options before the command line
/// is parsed.
struct JobOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Take options from a line of this file: each line is a JSON object with the options of one job, by their names without hyphens; data or corpus is the file to learn from. What is in the line may not be given beside it.",
      valueName: "file"))
  var job: String?

  @Option(name: .long, help: ArgumentHelp("Which line --job takes, from 0.", valueName: "n"))
  var index: Int?

  func validate() throws {
    if job != nil || index != nil { throw ValidationError("--job and --index need each other, once each") }
  }
}
