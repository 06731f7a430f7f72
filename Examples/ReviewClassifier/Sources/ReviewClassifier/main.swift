// Labels of reviews, one a line: ReviewClassifier BUNDLE < reviews.txt
import BertInference
import Foundation

guard CommandLine.arguments.count == 2 else {
  print("usage: ReviewClassifier BUNDLE < reviews.txt")
  exit(64)
}
let classifier = try await TextClassifier.load(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
for try await prediction in classifier.predictions(for: AsyncStream { readLine() }) {
  print(prediction.label, prediction.confidence)
}
