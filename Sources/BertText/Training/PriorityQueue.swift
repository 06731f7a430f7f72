/// A binary heap with the greatest element on top.
struct PriorityQueue<Element: Comparable> {
  private var heap: [Element]

  init(_ elements: [Element]) { heap = elements.sorted(by: >) }

  mutating func insert(_ element: Element) {
    heap.append(element)
    var index = heap.count - 1
    while index > 0, heap[(index - 1) / 2] < heap[index] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popGreatest() -> Element? {
    guard let greatest = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return greatest }
    heap[0] = last
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child] < heap[child + 1] { child += 1 }
      guard heap[index] < heap[child] else { break }
      heap.swapAt(index, child)
      index = child
    }
    return greatest
  }
}
