import ArgumentParser
import BertFT

/// What a command that only infers computes in.
struct PrecisionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("What the encoder computes in. (default: what its weights are stored in)", valueName: "p"))
  var precision: Precision?
}
