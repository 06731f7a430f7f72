import ArgumentParser

/// The first seed, and with how many seeds a training is repeated.
struct RepetitionOptions: ParsableArguments {
  @OptionGroup var seed: SeedOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Train methods that depend on chance with n seeds, and give the spread.", valueName: "n"))
  var seeds = 1

  /// The first seed and those after it.
  var all: [UInt64] { (0..<UInt64(seeds)).map { seed.seed &+ $0 } }

  func validate() throws {
    if !(1...100).contains(seeds) { throw ValidationError("--seeds is between 1 and 100, not \(seeds)") }
  }
}
