package dk.sentinel.reports.render;

import dk.sentinel.reports.audit.AuditReport;
import dk.sentinel.reports.audit.AuditSummary.Month;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Dimension2D;
import java.awt.geom.Rectangle2D;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.sf.jasperreports.engine.JasperReportsContext;
import net.sf.jasperreports.renderers.AbstractRenderer;
import net.sf.jasperreports.renderers.DimensionRenderable;
import net.sf.jasperreports.renderers.Graphics2DRenderable;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/** The acts of the last months as standing bars, drawn as lines, not as dots. */
final class MonthsChart extends AbstractRenderer
    implements Graphics2DRenderable, DimensionRenderable {
  /** How many months have room. */
  static final int MOST = 24;

  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 511;
  private static final int HEIGHT = 128;
  private static final Color BAR = new Color(0x2F6FB0);
  private static final Color TEXT = new Color(0x1B2530);
  private static final Color LINE = new Color(0xB9C8D9);

  private final JFreeChart chart;

  MonthsChart(AuditReport report) {
    List<Month> months = last(report.summary().months());
    this.chart = new JFreeChart(null, null, plot(months, new AuditWords(report)), false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(RectangleInsets.ZERO_INSETS);
  }

  /** The last months up to the newest, those without acts too: a silence is to be seen. */
  static List<Month> last(List<Month> months) {
    if (months.isEmpty()) {
      return List.of();
    }
    Map<YearMonth, Long> counts =
        months.stream().collect(Collectors.toMap(Month::month, Month::count));
    YearMonth newest = months.getLast().month();
    YearMonth oldest = newest.minusMonths(MOST - 1L);
    YearMonth begin =
        months.getFirst().month().isAfter(oldest) ? months.getFirst().month() : oldest;
    List<Month> last = new ArrayList<>();
    for (YearMonth at = begin; !at.isAfter(newest); at = at.plusMonths(1)) {
      last.add(new Month(at, counts.getOrDefault(at, 0L)));
    }
    return last;
  }

  @Override
  public Dimension2D getDimension(JasperReportsContext context) {
    return new Dimension(WIDTH, HEIGHT);
  }

  @Override
  public void render(JasperReportsContext context, Graphics2D graphics, Rectangle2D area) {
    chart.draw(graphics, area);
  }

  private static CategoryPlot plot(List<Month> months, AuditWords words) {
    DateTimeFormatter name = words.format("audit.format.month");
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    months.forEach(month -> data.addValue((Number) month.count(), "", name.format(month.month())));
    CategoryPlot plot = new CategoryPlot(data, names(), counts(months), bars(months, words));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  private static CategoryAxis names() {
    CategoryAxis axis = new CategoryAxis();
    axis.setTickLabelFont(Printable.regular(7f));
    axis.setTickLabelPaint(TEXT);
    axis.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
    axis.setAxisLinePaint(LINE);
    axis.setAxisLineStroke(new BasicStroke(0.5f));
    axis.setTickMarksVisible(false);
    axis.setLowerMargin(0.03);
    axis.setUpperMargin(0.01);
    axis.setCategoryMargin(0.3);
    return axis;
  }

  /** From zero, with room for the figure above the highest bar. */
  private static NumberAxis counts(List<Month> months) {
    NumberAxis axis = new NumberAxis();
    long most = months.stream().mapToLong(Month::count).max().orElse(1);
    axis.setRange(0, Math.max(1d, (double) most) * 1.2);
    axis.setVisible(false);
    return axis;
  }

  private static BarRenderer bars(List<Month> months, AuditWords words) {
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(0.06);
    renderer.setSeriesPaint(0, BAR);
    renderer.setDefaultItemLabelFont(Printable.regular(6.5f));
    renderer.setDefaultItemLabelPaint(TEXT);
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelGenerator(
        new BarLabels(months.stream().map(month -> words.number(month.count())).toList()));
    return renderer;
  }
}
