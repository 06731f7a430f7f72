import ArgumentParser

/// Whether a command prints notes and progress beside its result.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Do not print notes and progress.")
  var quiet = false

  /// The console of these options.
  func console() -> Console { Console(quiet: quiet) }
}
