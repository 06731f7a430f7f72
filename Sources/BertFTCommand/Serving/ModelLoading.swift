import BertFT
import BertServer
import Foundation

/// What a service loads at its start, and anew when it is told to.
struct ModelLoading: Sendable {
  /// Where the models lie, in the order in which they were given.
  let directories: [URL]
  /// What they are called; nil for the directory's name.
  var names: [String?]
  /// Labels that they never learnt, and how these are asked for; nil for what their files say.
  let described: (labels: LabelDescriptions, options: ZeroShotOptions)?
  /// How classifiers compute.
  let options: ClassifierOptions

  /// Reads and packs everything, beside what is in memory.
  ///
  /// - Throws: An `InferenceError` that names the file and what is wrong with it.
  func load() throws(InferenceError) -> [ServedModel] {
    try zip(directories, names).map { directory, name throws(InferenceError) in
      guard let described else { return try ServedModel(contentsOf: directory, name: name, options: options) }
      return try ServedModel(
        contentsOf: directory, labels: described.labels, name: name, options: described.options)
    }
  }
}
