import ArgumentParser

/// The options that name a job of a file. ``JobWords`` replaces them by the job's own options before the command line
/// is parsed.
struct JobOptions: ParsableArguments {
  @OptionGroup var file: JobFileOption

  @Option(name: .long, help: ArgumentHelp("Which line --job takes, from 0.", valueName: "n"))
  var index: Int?

  func validate() throws {
    if index != nil { throw JobFileOption.alone }
  }
}

/// The file of jobs alone, for a command whose `--index` has a meaning of its own as well.
struct JobFileOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Take options from a line of this file: each line is a JSON object with the options of one job, by their names without hyphens; data or corpus is the file to learn from. What is in the line may not be given beside it.",
      valueName: "file"))
  var job: String?

  /// The error for one of both without the other.
  static let alone = ValidationError("--job and --index need each other, once each")

  func validate() throws {
    if job != nil { throw Self.alone }
  }
}
