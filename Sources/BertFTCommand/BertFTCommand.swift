import ArgumentParser
import Foundation

/// The root of the command tree.
struct BertFTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bertft",
    abstract: "Turns labelled text into a fine-tuned classifier.",
    discussion: """
      A first try: bertft train reviews.csv --labels pos,neg,neu
      Results go to standard output, notes and progress to standard error.
      Exit codes: 0 done, 64 usage, 65 bad data, 66 input missing, 69 something needed is unavailable, \
      70 internal error, 74 input or output failed, 75 try again later, 130 interrupted.
      """,
    version: Version.withCommit,
    subcommands: [
      TrainCommand.self, TuneCommand.self, CompareCommand.self, EvaluateCommand.self, PredictCommand.self,
      RankCommand.self,
      EmbedCommand.self, SearchCommand.self, ClusterCommand.self, DedupeCommand.self, AuditCommand.self,
      SuggestCommand.self, AdaptCommand.self, ServeCommand.self,
      QuantizeCommand.self, ExportCommand.self, DistillCommand.self,
      TokenizeCommand.self,
      TokenizerCommand.self,
      VectorsCommand.self, InspectCommand.self, ModelsCommand.self, CorporaCommand.self, InfoCommand.self,
    ])
}
