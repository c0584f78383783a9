package throughline.fab;

import java.util.List;

/// Files of an SMT2020 folder whose columns are read and written alike.
enum Smt2020File {
    PARTS("part.txt", "PART ROUTEFILE ROUTE"),
    ORDERS("order.txt", "LOT PART PRIOR PIECES START RDIST REPEAT RUNITS RPT# LOTSPERRPT DUE"),
    PROGRESS("WIP.txt", "LOT PART PRIOR PIECES START CURSTEP DUE"),
    SETUPS("setup.txt", "CURSETUP NEWSETUP STIME STUNITS"),
    MAINTENANCE("pmcal.txt", "PMCALNAME PMCALTYPE MTBPM MTBPMUNITS MTTRDIST MTTR MTTR2 MTTRUNITS"),
    WAYS("fromto.txt", "FROMLOC TOLOC DDIST DTIME DTIME2 DUNITS");

    /// The columns of a route, whatever the name of its file.
    static final List<String> ROUTE = words("ROUTE STEP DESC STNFAM PDIST PTIME PTIME2 PTUNITS PTPER BATCHMN BATCHMX"
            + " SETUP WHEN STIME STUNITS SVESTN FORSTEP BatchInterval BatchIntUnits PartInterval PartIntUnits RWKSTEP"
            + " REWORK RWKTYPE StepPercent STEP_CQT CQT CQTUNITS");

    final String file;
    final List<String> columns;

    Smt2020File(String file, String columns) {
        this.file = file;
        this.columns = words(columns);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
