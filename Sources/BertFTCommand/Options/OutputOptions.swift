import ArgumentParser

/// What every command says besides its result.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Do not print notes and progress.")
  var quiet = false

  /// Standard error under these options.
  func console() -> Console { Console(quiet: quiet) }
}
