package dk.sentinel.reports.render;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.data.category.CategoryDataset;

/** Writes a text of its own beside each bar. */
final class BarLabels implements CategoryItemLabelGenerator, Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> labels;

  BarLabels(List<String> labels) {
    this.labels = new ArrayList<>(labels);
  }

  @Override
  public String generateLabel(CategoryDataset data, int row, int column) {
    return labels.get(column);
  }

  @Override
  public String generateRowLabel(CategoryDataset data, int row) {
    return "";
  }

  @Override
  public String generateColumnLabel(CategoryDataset data, int column) {
    return labels.get(column);
  }
}
